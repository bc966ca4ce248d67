// The numbers of a file's lines: one stop for Tab, arrows move, Enter and clicks choose.

export function setUpLines(list: HTMLElement, chosen: (line: HTMLElement) => void): void {
  const numbers = [...list.querySelectorAll<HTMLButtonElement>(".line-number")];
  const enter = (number: HTMLButtonElement) => {
    for (const each of numbers) each.tabIndex = each === number ? 0 : -1;
  };
  for (const number of numbers) {
    number.disabled = false; // Until now a click would have been lost.
    number.addEventListener("focus", () => enter(number));
    number.addEventListener("click", () => {
      if (number.parentElement) chosen(number.parentElement);
    });
  }
  list.addEventListener("keydown", (event) => {
    const at = numbers.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: numbers.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    numbers[Math.min(Math.max(to, 0), numbers.length - 1)]?.focus();
  });
}
