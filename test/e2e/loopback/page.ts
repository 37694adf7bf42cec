import { connectBridge } from '../../../renderer/bridge/index.ts'
import type { Bridge } from '../../../shared/bridge.ts'

/** The smallest page that uses the bridge as the program does: connects, makes one call, and writes down what it hears. */
const heard: string[] = []
const ready = connectBridge().then(async (bridge) => {
  bridge.on('locked', ({ reason }) => heard.push(`locked ${reason}`))
  bridge.on('closing', () => heard.push('closing'))
  const answer = await bridge.call('vault.lock', {})
  document.title = answer.ok ? 'ok' : answer.code
  return bridge
})

declare global {
  interface Window {
    page: { ready: Promise<Bridge>; heard: string[]; violations: string[] }
  }
}
const violations: string[] = []
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
window.page = { ready, heard, violations }
