// The numbers and choices beside the text.

import { say } from "../words";
import type { Answer, Choice } from "./document";

export class Parts {
  private readonly numbers: HTMLInputElement[];
  private readonly choices: HTMLFieldSetElement[];

  constructor(
    private readonly form: HTMLElement,
    onChange: () => void,
  ) {
    this.numbers = [...form.querySelectorAll<HTMLInputElement>("input[data-number]")];
    this.choices = [...form.querySelectorAll<HTMLFieldSetElement>("fieldset[data-choice]")];
    form.addEventListener("input", () => {
      for (const input of this.numbers) this.check(input);
      onChange();
    });
  }

  read(): Pick<Answer, "numbers" | "choices"> {
    const numbers = this.numbers.filter((input) => input.value.trim() && this.isRight(input)).map((input) => [input.dataset["number"], this.valueOf(input)]);
    const choices = this.choices.map((set) => [set.dataset["choice"], this.chosen(set)] as const).filter(([, { option, reason }]) => option || reason);
    return { numbers: Object.fromEntries(numbers) as Record<string, number>, choices: Object.fromEntries(choices) as Record<string, Choice> };
  }

  show({ numbers, choices }: Answer): void {
    for (const input of this.numbers) input.value = String(numbers[input.dataset["number"] ?? ""] ?? "");
    for (const set of this.choices) {
      const { option, reason } = choices[set.dataset["choice"] ?? ""] ?? { option: "", reason: "" };
      for (const radio of set.querySelectorAll<HTMLInputElement>("[type=radio]")) radio.checked = radio.value === option;
      const field = set.querySelector("textarea");
      if (field) field.value = reason;
    }
  }

  /** How many of them are answered, of how many there are. */
  count(): [answered: number, whole: number] {
    const { numbers, choices } = this.read();
    const chosen = Object.values(choices).filter(({ option, reason }) => option && reason.trim());
    return [Object.keys(numbers).length + chosen.length, this.numbers.length + this.choices.length];
  }

  private chosen(set: HTMLFieldSetElement): Choice {
    const option = set.querySelector<HTMLInputElement>("[type=radio]:checked")?.value ?? "";
    return { option, reason: set.querySelector("textarea")?.value ?? "" };
  }

  private valueOf(input: HTMLInputElement): number {
    return Number(input.value.replaceAll(/[\s_',’]/g, ""));
  }

  private isRight(input: HTMLInputElement): boolean {
    const value = this.valueOf(input);
    return Number.isFinite(value) && value > 0 && value <= 1e15;
  }

  private check(input: HTMLInputElement): void {
    const wrong = Boolean(input.value.trim()) && !this.isRight(input);
    input.setAttribute("aria-invalid", String(wrong));
    const problem = this.form.querySelector<HTMLElement>(`#${input.id}-problem`);
    if (!problem) return;
    problem.hidden = !wrong;
    problem.textContent = wrong ? say("A number above 0, as 1500 or 2.5e6; it is not saved as it is.") : "";
  }
}
