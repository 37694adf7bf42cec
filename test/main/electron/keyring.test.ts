import { beforeEach, expect, test, vi } from 'vitest'

// Other files have loaded the stub, and what is bound to it, before.
vi.hoisted(() => vi.resetModules())
vi.mock('electron', () => import('../../kit/electron-stub.ts'))

import { keyGuard } from '../../../main/electron/keyring.ts'
import * as electron from '../../kit/electron-stub.ts'

beforeEach(() => electron.reset())

test.each(['basic_text', 'unknown'])(
  '[K5] the backend %s counts for nothing, and the program says so',
  async (backend) => {
    electron.answers.backend = backend
    const guard = await keyGuard('linux')
    expect(guard.keyring).toBe(false)
    expect(guard.says).toContain('只靠口令')
    expect(guard.says).toContain(backend)
  },
)

test.each(['gnome_libsecret', 'kwallet6'])(
  '[K5] the keyring %s counts when it can encrypt, and only then',
  async (backend) => {
    electron.answers.backend = backend
    expect((await keyGuard('linux')).keyring).toBe(true)
    electron.answers.encryption = false
    const guard = await keyGuard('linux')
    expect(guard.keyring).toBe(false)
    expect(guard.says).toContain('只靠口令')
  },
)

test('[K5] elsewhere there is no backend to ask for', async () => {
  electron.answers.backend = 'basic_text'
  expect((await keyGuard('win32')).keyring).toBe(true)
  electron.answers.encryption = false
  expect((await keyGuard('win32')).keyring).toBe(false)
})
