// How somebody likes the workbench: kept in this browser, for every challenge.

import { byId, dialog } from "../dom";
import { keep, readKept } from "../storage";

export interface Settings {
  theme: "system" | "light" | "dark";
  /** Of the editor and of results, in percent. */
  size: number;
  vim: boolean;
}

const KEY = "assessor:settings";
const SIZES = [80, 90, 100, 115, 130, 150, 175, 200];

function readSettings(): Settings {
  const found = (readKept(KEY) ?? {}) as Partial<Settings>;
  const theme = found.theme === "light" || found.theme === "dark" ? found.theme : "system";
  const size = SIZES.includes(found.size ?? 0) ? (found.size as number) : 100;
  return { theme, size, vim: found.vim === true };
}

/** entries/theme.ts listens, which also runs before the page is drawn. */
function applyTheme(theme: Settings["theme"]): void {
  document.dispatchEvent(new CustomEvent("assessor:theme", { detail: theme }));
}

function applySize(size: number): void {
  document.documentElement.style.setProperty("--editor-size", `${(0.875 * size) / 100}rem`);
}

export function setUpSettings(onVim: (on: boolean) => void, onSize: () => void): void {
  const settings = readSettings();
  const form = byId<HTMLFormElement>("settings-form");
  const themes = form.querySelectorAll<HTMLInputElement>("[name=theme]");
  const [size, vim] = [byId<HTMLSelectElement>("setting-size"), byId<HTMLInputElement>("setting-vim")];
  for (const each of themes) each.checked = each.value === settings.theme;
  size.value = String(settings.size);
  vim.checked = settings.vim;
  applySize(settings.size);
  if (settings.vim) onVim(true);
  form.addEventListener("change", () => {
    const theme = ([...themes].find((each) => each.checked)?.value ?? "system") as Settings["theme"];
    const chosen: Settings = { theme, size: Number(size.value), vim: vim.checked };
    if (chosen.vim !== settings.vim) onVim(chosen.vim);
    Object.assign(settings, chosen);
    applyTheme(chosen.theme);
    applySize(chosen.size);
    onSize();
    // If that is not possible, it holds as long as the page does.
    keep(KEY, chosen);
  });
  byId("open-settings").addEventListener("click", () => dialog("settings-dialog").showModal());
}
