import { fail, ok } from '../../shared/base/result.ts'
import type { FromImport, ToImport } from './rpc.ts'
import { ImportSession } from './session.ts'

/** The import worker: reads and checks a table, so that the page and the replica go on meanwhile. */
const say = (message: FromImport) => self.postMessage(message)
let stopped = false

const session = new ImportSession(async (done, total) => {
  say({ progress: { done, total } })
  // A turn of the loop of events: a word to stop is heard here.
  await new Promise((resolve) => setTimeout(resolve, 0))
  return !stopped
})

async function answer({ call, name, input }: Extract<ToImport, { call: number }>): Promise<void> {
  stopped = false
  try {
    switch (name) {
      case 'read':
        return say({ call, result: await session.read(...(input as Parameters<ImportSession['read']>)) })
      case 'check':
        return say({ call, result: await session.check(...(input as Parameters<ImportSession['check']>)) })
      case 'rows':
        return say({ call, result: ok(session.rows(...(input as Parameters<ImportSession['rows']>))) })
      case 'bad':
        return say({ call, result: ok(session.bad(...(input as Parameters<ImportSession['bad']>))) })
      case 'file':
        return say({ call, result: ok(session.file(...(input as Parameters<ImportSession['file']>))) })
    }
  } catch (error) {
    console.error(name, error)
    say({ call, result: fail('internal', name) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToImport>) => {
  if ('stop' in data) stopped = true
  else void answer(data)
})
