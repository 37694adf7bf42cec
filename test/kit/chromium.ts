import { type Browser, chromium } from 'playwright-core'
import { browserArguments, findBrowser } from '../../scripts/chromium.mjs'

/** A real Chromium for end-to-end tests; the caller closes it. Throws where setup has found none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('no Chromium on this computer: run node scripts/setup.mjs')
  return chromium.launch({ executablePath, args: browserArguments() })
}
