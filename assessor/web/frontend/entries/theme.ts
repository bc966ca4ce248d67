// Light or dark, before anything is drawn, so that no page flashes in the wrong colours. A classic script that imports
// nothing; desk/settings.ts keeps the choice and tells of a new one with the event.
{
  const MEDIA: Record<string, string> = { light: "not all", dark: "screen" };
  const apply = (theme: string) => {
    const media = MEDIA[theme] ?? "screen and (prefers-color-scheme: dark)";
    document.querySelector("#dark-sheet")?.setAttribute("media", media);
  };
  document.addEventListener("assessor:theme", (event) => apply((event as CustomEvent<string>).detail));
  try {
    apply((JSON.parse(localStorage.getItem("assessor:settings") ?? "{}") as { theme?: string }).theme ?? "system");
  } catch {
    // Nothing was kept, or nothing may be: as the system has it.
  }
}
