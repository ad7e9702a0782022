#!/usr/bin/env node
// The `d521` program. TypeScript is run as it is written: tsx registers the loader, then main takes over.
import { register } from "tsx/esm/api";

register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
