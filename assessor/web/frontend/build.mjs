// Bundles entries/*.ts and entries/*.css into assessor/web/static/dist.
//
// Every output carries a hash of its content in its name, so pages may be served with "cache for ever";
// manifest.json maps "challenge.js" to "challenge-ABC123.js". Scripts are ES modules (<script type="module">).
// Nothing of the old dist is touched until the new one is complete: a failed build leaves the pages working.
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../../..");
const dist = path.resolve(root, "assessor/web/static/dist");
const ENTRIES = "assessor/web/frontend/entries/";
const fresh = `${dist}.new-${process.pid}`;

// What may be shipped inside an Apache-2.0 wheel. A licence that is not listed stops the build.
const COMPATIBLE = new Set([
  ...["MIT", "0BSD", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "CC0-1.0", "Unlicense", "WTFPL"],
  "PostgreSQL license",
  "(CC-BY-4.0 AND MIT)", // Font Awesome Free: its icons ask to be named, which LICENSES.txt does.
]);

// What these ship is bundled already: it holds parts of what they depend on, but of what they import.
const BUNDLED_BEFORE = { "node_modules/pev2": ["vue"] };

async function entryPoints() {
  const folder = path.join(here, "entries");
  const names = existsSync(folder) ? await readdir(folder) : [];
  const found = names.filter((name) => /(?<!\.d)\.(ts|css)$/.test(name)).sort();
  if (found.length === 0) {
    throw new Error(`There is nothing to build: no .ts or .css file in ${path.relative(root, folder)}.`);
  }
  return found.map((name) => path.join(folder, name));
}

// "challenge.ts" -> "challenge.js": the name by which templates ask for it.
function publicName(entryPoint) {
  return path.basename(entryPoint).replace(/\.ts$/, ".js");
}

function manifestOf(metafile) {
  const manifest = {};
  for (const [output, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
    // What is imported only when it is needed is an entry point, too, but no page asks for it by name.
    if (!entryPoint?.startsWith(ENTRIES)) continue;
    const name = publicName(entryPoint);
    manifest[name] = path.relative(fresh, path.resolve(root, output));
    if (cssBundle) manifest[name.replace(/\.js$/, ".css")] ??= path.relative(fresh, path.resolve(root, cssBundle));
  }
  return Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// "node_modules/@codemirror/view/dist/index.js" -> "node_modules/@codemirror/view", also when nested.
function packageFolder(input) {
  const at = input.lastIndexOf("node_modules/");
  if (at < 0) return null;
  const parts = input.slice(at + "node_modules/".length).split("/");
  return input.slice(0, at) + path.posix.join("node_modules", ...parts.slice(0, parts[0].startsWith("@") ? 2 : 1));
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(root, folder, "package.json"), "utf8"));
  if (!COMPATIBLE.has(license)) {
    throw new Error(`${name} ${version} is under "${license}", which may not go into the bundle (see COMPATIBLE).`);
  }
  const file = (await readdir(path.join(root, folder))).find((entry) => /^(un)?licen[cs]e/i.test(entry));
  const text = file ? (await readFile(path.join(root, folder, file), "utf8")).trim() : "(The package ships no text.)";
  return `${name} ${version} (${license})\n\n${text}\n`;
}

// Adds the folders of all that a package depends on, and that in turn.
async function addDependencies(folder, imported, found) {
  const { dependencies = {} } = JSON.parse(await readFile(path.join(root, folder, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies).filter((each) => !imported.includes(each))) {
    const nested = path.posix.join(folder, "node_modules", name);
    const inner = existsSync(path.join(root, nested)) ? nested : `node_modules/${name}`;
    if (found.has(inner)) continue;
    found.add(inner);
    await addDependencies(inner, imported, found);
  }
}

async function licences(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(inputs.map(packageFolder).filter(Boolean));
  for (const [folder, imported] of Object.entries(BUNDLED_BEFORE)) {
    if (folders.has(folder)) await addDependencies(folder, imported, folders);
  }
  const texts = await Promise.all([...folders].sort().map(licenceOf));
  const head = "The scripts and styles in this folder contain parts of these packages.\n";
  return [head, ...texts].join(`\n${"-".repeat(80)}\n\n`);
}

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: await entryPoints(),
    outdir: fresh,
    outbase: path.join(here, "entries"),
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "file", ".woff2": "file", ".png": "file" },
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    minify: true,
    sourcemap: false,
    legalComments: "none", // The full texts are in LICENSES.txt.
    metafile: true,
    logLevel: "warning",
  });
  await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifestOf(metafile), null, 2)}\n`);
  await writeFile(path.join(fresh, "LICENSES.txt"), await licences(metafile));
  return metafile;
}

function report(metafile) {
  for (const [output, { bytes, entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint?.startsWith(ENTRIES)) console.log(`  ${publicName(entryPoint).padEnd(24)} ${(bytes / 1024).toFixed(1).padStart(8)} KiB`);
  }
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
try {
  const metafile = await bundle();
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
  report(metafile);
} catch (error) {
  await rm(fresh, { recursive: true, force: true });
  // esbuild has already printed its own errors with file and line.
  if (!error.errors) console.error(error.message);
  process.exit(1);
}
