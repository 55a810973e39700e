/** Makes a package with a running collector and a passing test. */
import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TEMPLATE = fileURLToPath(new URL("template", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
const HELP = `usage: npm run new:collector -- NAME [--directory FOLDER] [--source SOURCE]

Makes a package with a collector in plain TypeScript, its test and its README.

  NAME                 of the package: lower-case letters, digits and hyphens
  --directory FOLDER   where its folder is made (examples)
  --source SOURCE      the name that its records are published under, as my-team/NAME (NAME)
  --help               prints this
`;

/** What is asked for, or a message about what is wrong with it. */
function readArguments(args) {
  const options = { directory: { type: "string" }, source: { type: "string" }, help: { type: "boolean" } };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) return { help: true };
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0)
    throw new Error("give it one name, as in: npm run new:collector -- my-hosts");
  if (name.length > 64 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(`"${name}" is no name: lower-case letters, digits and single hyphens, a letter first, at most 64`);
  }
  const { source = name } = values;
  if (!/^[A-Za-z0-9._:/-]{1,128}$/.test(source) || source === "anonymous") {
    throw new Error(`"${source}" is no name of a source: 1 to 128 of A-Z a-z 0-9 . _ : / -, not anonymous`);
  }
  // npm runs scripts in the folder of package.json; what the caller says is meant from where the caller is.
  const from = process.env.INIT_CWD ?? process.cwd();
  const parent = values.directory === undefined ? EXAMPLES : resolve(from, values.directory);
  return { name, source, folder: join(parent, name) };
}

async function makePackage({ name, source, folder }) {
  if (await stat(folder).catch(() => undefined)) throw new Error(`${folder} is there already; nothing was written`);
  await mkdir(dirname(folder), { recursive: true });
  await cp(TEMPLATE, folder, { recursive: true, errorOnExist: true, force: false });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replaceAll("__NAME__", name).replaceAll("__SOURCE__", source));
  }
}

try {
  const order = readArguments(process.argv.slice(2));
  if (order.help) {
    process.stdout.write(HELP);
  } else {
    await makePackage(order);
    const shown = relative(process.env.INIT_CWD ?? process.cwd(), order.folder);
    process.stdout.write(
      `${order.folder} has a collector that works. Next:\n\n  cd ${shown}\n  npm test\n  npm run try\n`,
    );
  }
} catch (error) {
  process.stderr.write(`new:collector: ${error.message}\n`);
  process.exitCode = 1;
}
