import { defineConfig } from "vitest/config";

const shared = {
  testTimeout: 120_000,
  hookTimeout: 300_000,
  env: { TZ: "Asia/Shanghai", SEND_ANONYMOUS_USAGE_STATS: "no" },
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    minWorkers: 1,
    pool: "forks",
    workspace: [
      {
        test: {
          ...shared,
          name: "data",
          setupFiles: ["test/seed.ts"],
          include: ["test/{unit,model,integrity,e2e,oracle,disclosure}/**/*.test.ts"],
        },
      },
      {
        // the demo district is made, loaded, built and published once, by the real command, before these
        test: {
          ...shared,
          name: "sites",
          include: ["test/{browser,documents}/**/*.test.ts"],
          globalSetup: ["test/browser/setup.ts"],
        },
      },
    ],
  },
});
