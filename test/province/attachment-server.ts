import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { must } from '../../shared/base/result.ts'
import { hash, inContext } from '../../shared/ledger/index.ts'
import { asFailure, challenge, encodeMessage, MEDIA_TYPE, readMessage, session } from '../../shared/sync/messages.ts'
import { seeded } from '../kit/random.ts'
import { makeBase } from './base-folder.ts'
import { bundleProgram } from './bundle.ts'
import type { Device } from './network.ts'

/** A node in a process of its own, with a clock that only its owner moves; everything is asked over HTTP. */
export async function attachmentServer(seed: number, ...names: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
  const base = await makeBase(join(root, 'base'))
  const program = await bundleProgram('test/province/attachments-node.ts')
  const child: ChildProcess = spawn(process.execPath, [program.file, base.data, ...names], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })
  const said = (what: string) =>
    new Promise<string>((done, failed) => {
      child.once('exit', () => failed(new Error('the node has ended')))
      const hear = (line: string) => {
        if (!line.startsWith(what)) return
        lines.off('line', hear)
        done(line.slice(what.length))
      }
      lines.on('line', hear)
    })
  const url = await said('province ready ')
  const random = seeded(seed)
  const ask = async (path: string, token: string, message?: object | Uint8Array) => {
    const headers = { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), 'content-type': MEDIA_TYPE }
    const body = message === undefined ? null : message instanceof Uint8Array ? message : encodeMessage(message)
    const answer = await fetch(url + path, { method: body === null ? 'GET' : 'POST', body: body as BodyInit, headers })
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers }
  }
  return {
    ...{ url, base, random, data: base.data, ask },
    async moveClock(ms: number): Promise<void> {
      const moved = said('moved')
      child.stdin?.write(`${ms}\n`)
      await moved
    },
    /** An admitted entry of the county that names the file; its hash. */
    async filed(file: Uint8Array): Promise<Uint8Array> {
      const h = hash(file)
      const att = [{ h, n: file.length, t: 'application/age' }]
      const item = base.clerk.next('note', ['632723'], { text: 'with a scan' }, { att })
      const { status } = await ask('/v1/push', '', { items: [item] })
      if (status !== 200) throw new Error(`status ${status}`)
      return h
    },
    async signIn(device: Device): Promise<string> {
      const { nonce } = must(readMessage(challenge, (await ask('/v1/challenge', '')).body))
      const sig = device.sign(inContext('session', nonce))
      return must(readMessage(session, (await ask('/v1/session', '', { key: device.key, nonce, sig })).body)).token
    },
    close() {
      child.removeAllListeners('exit')
      child.kill('SIGKILL')
      program.remove()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Status and code of a refusal; `ok`. */
export function failure({ status, body }: { status: number; body: Uint8Array }): string {
  const failed = status === 200 ? null : asFailure(status, body)
  return failed === null || failed.ok ? 'ok' : `${status} ${failed.code}`
}
