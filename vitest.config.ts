import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { browserArguments, findBrowser } from './scripts/chromium.mjs'

const browser = findBrowser()
/** Public test vectors live beside the project; see test/kit/vectors.ts. */
const beside = resolve(import.meta.dirname, '../shared/vectors')
// Vite compares real paths: the folder may be a link.
const vectors = existsSync(beside) ? realpathSync(beside) : beside

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.browser.test.{ts,tsx}', 'test/e2e/**'],
          environment: 'node',
          pool: 'forks',
          maxWorkers: 2,
          // A process and its modules serve many files: half of the time went to loading the same ones again and again.
          isolate: false,
          setupFiles: ['test/kit/indexed-db.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // The shipped program has a policy against eval; code that needs it must fail here, not at a county's counter.
          execArgv: ['--disallow-code-generation-from-strings'],
        },
      },
      {
        server: { fs: { allow: ['.', vectors] } },
        // Main's own code, beside a replica in a browser.
        resolve: { alias: { 'node:crypto': resolve(import.meta.dirname, 'test/kit/node-crypto.ts') } },
        // What workers import is not found by the scan of the tests; found late, it would reload the page under a running test.
        optimizeDeps: {
          include: [
            '@ant-design/icons',
            '@bufbuild/cel',
            '@cfworker/json-schema',
            '@codemirror/commands',
            '@codemirror/lang-json',
            '@codemirror/language',
            '@codemirror/lint',
            '@codemirror/search',
            '@codemirror/state',
            '@codemirror/view',
            '@dagrejs/dagre',
            '@lezer/highlight',
            '@noble/curves/ed25519.js',
            '@noble/hashes/sha2.js',
            '@noble/hashes/utils.js',
            'antd',
            'antd/locale/en_US',
            'antd/locale/zh_CN',
            'cborg',
            'dexie',
            'fflate',
            'jsonc-parser',
            'lean-qr',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: browserArguments(), ...(browser === null ? {} : { executablePath: browser }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.test.ts'],
          globalSetup: ['test/e2e/county/demos.ts'],
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          // Real processes and a real browser on a shared machine: one more try, and the report shows that it was needed.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
