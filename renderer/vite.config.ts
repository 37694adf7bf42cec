import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Font packages carry an older format too, for browsers that this program does not run in. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    generateBundle(_, bundle) {
      for (const name of Object.keys(bundle)) if (name.endsWith('.woff')) delete bundle[name]
    },
  }
}

/** The page is served under a policy that allows no inline script, no data: script and no eval. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), onlyWoff2()],
  worker: { format: 'es' },
  build: {
    outDir: resolve(import.meta.dirname, '../build/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 4096,
  },
})
