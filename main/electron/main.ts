import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { makeAssetHandler } from '../services/assets.ts'
import { contentSecurityPolicy } from '../services/csp.ts'
import { openDesktop } from '../services/desktop.ts'
import { runApp } from './app.ts'
import { RELEASE_KEYS } from './release-keys.ts'
import { SAFE, TITLE } from './words.ts'

// The bundle stands in build/electron, beside preload.cjs and next to build/renderer and build/fonts.
const root = join(app.getAppPath(), 'build')

// A main process that has thrown where nothing may throw has unknown state: it must not go on signing.
function end(error: Error): void {
  dialog.showErrorBox(TITLE, `程序异常退出（${error.message}）。${SAFE}请重新打开程序。`)
  app.exit(1)
}
process.on('uncaughtException', end)

const serve = (folder: string) =>
  makeAssetHandler({
    root: folder,
    csp: (nonce) => contentSecurityPolicy(nonce, []),
    makeNonce: () => randomBytes(18).toString('base64'),
  })

runApp({
  preload: join(root, 'electron', 'preload.cjs'),
  resources: process.resourcesPath,
  releaseKeys: RELEASE_KEYS,
  assets: serve(join(root, 'renderer')),
  // Papers ask for `/fonts/…`, and for nothing else of this folder.
  fonts: serve(root),
  open: openDesktop,
}).catch(end)
