#!/usr/bin/env node
// The `d521` program. TypeScript is run as it is written: tsx registers the loader, then main takes over.
// What stands here must run on any Node.js, and before the packages are installed: both are said in a sentence.
const english = process.argv.includes("--lang=en") || process.argv[process.argv.indexOf("--lang") + 1] === "en";

function refuse(zh, en) {
  process.stderr.write(`${english ? en : zh}\n`);
  process.exitCode = 3;
}

async function start() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    return refuse(`Node.js ${process.versions.node} 太旧，请安装 20 或更新的版本。`, `Node.js ${process.versions.node} is too old; install 20 or newer.`);
  }
  let tsx;
  try {
    tsx = await import("tsx/esm/api");
  } catch {
    return refuse("程序包还没有安装，请先在项目文件夹运行 npm ci。", "The packages are not installed; run npm ci in the project's folder first.");
  }
  tsx.register();
  const { main } = await import("./main.ts");
  process.exitCode = await main(process.argv.slice(2));
}

await start();
