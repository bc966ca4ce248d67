// Says that the evidence was on the screen: whoever decides must have had it before them. Without this script the page
// has a button for it.

const form = document.querySelector<HTMLFormElement>("#evidence-form");
const evidence = document.querySelector(".challenge-result");
const ENOUGH = 1_500;

if (form && evidence) {
  let timer = 0;
  const watch = new IntersectionObserver((entries) => {
    window.clearTimeout(timer);
    if (!entries.some((each) => each.isIntersecting)) return;
    timer = window.setTimeout(() => {
      watch.disconnect();
      void seen(form);
    }, ENOUGH);
  });
  watch.observe(evidence);
}

/** The part of the page in which one decides is taken from the answer, which is this page as it is now. */
async function seen(sent: HTMLFormElement): Promise<void> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const answer = await fetch(sent.action, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("deciding");
  if (fresh) document.getElementById("deciding")?.replaceWith(document.adoptNode(fresh));
}
export {};
