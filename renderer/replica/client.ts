import { ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, Person, Site } from '../../shared/bridge.ts'
import { exposeBridge } from '../bridge/port.ts'
import type { Replica, ReplicaCall, ReplicaEvent } from './api.ts'
import { type FromReplica, GONE, type ToReplica } from './rpc.ts'

const CALLS: readonly ReplicaCall[] = [
  'overview',
  'cases',
  'case',
  'today',
  'subjects',
  'subject',
  'reveal',
  'services',
  'check',
  'file',
  'attach',
  'attachments',
  'attachment',
  'attached',
  'dropAttachments',
  'act',
  'checkAct',
  'numbers',
  'onRecord',
  'importLook',
  'importFile',
  'importProgress',
  'status',
  'queue',
  'syncNow',
  'checkpoints',
  'paper',
  'proofFile',
  'extract',
  'verify',
  'savedFilters',
  'saveFilter',
  'removeFilter',
  'applicant',
  'searchStatus',
  'governance',
  'definition',
  'govLog',
  'govern',
  'conflictCount',
  'conflicts',
  'conflict',
  'conflictSince',
  'decidePreview',
  'decide',
  'confirmDecision',
  'reopenDecision',
  'decisionPaper',
  'aside',
  'asideContent',
  'sendAgain',
  'signAgain',
  'settleAside',
  'unsettleAside',
  'asidePaper',
  'toTell',
  'openDispute',
]

/** Starts the replica worker for the person who has signed in, and answers a handle to it. Codes: disk-failed, internal, wrong-shape. */
export async function openReplica(bridge: Bridge, site: Site, person: Person): Promise<Result<Replica>> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  const listeners = new Set<(event: ReplicaEvent) => void>()
  let opened: (result: Result<null>) => void = () => {}
  let closed: () => void = () => {}
  let next = 0
  let gone = false
  const end = () => {
    gone = true
    for (const resolve of waiting.values()) resolve(GONE)
    waiting.clear()
    opened(GONE)
    closed()
  }
  worker.addEventListener('error', end)
  worker.addEventListener('message', ({ data }: MessageEvent<FromReplica>) => {
    if ('opened' in data) opened(data.opened)
    else if ('event' in data) for (const listener of listeners) listener(data.event)
    else if ('closed' in data) end()
    else {
      waiting.get(data.call)?.(data.result)
      waiting.delete(data.call)
    }
  })
  const channel = new MessageChannel()
  const takeBack = exposeBridge(bridge, channel.port1)
  const start = new Promise<Result<null>>((resolve) => {
    opened = resolve
  })
  worker.postMessage({ open: { site, person }, port: channel.port2 } satisfies ToReplica, [channel.port2])
  const result = await start
  if (!result.ok) {
    worker.terminate()
    takeBack()
    return result
  }
  const call = (name: ReplicaCall, input: unknown) =>
    gone
      ? Promise.resolve(GONE)
      : new Promise<Result<unknown>>((resolve) => {
          waiting.set(next, resolve)
          worker.postMessage({ call: next++, name, input } satisfies ToReplica)
        })
  const handle = {
    on(listener: (event: ReplicaEvent) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      if (gone) return
      const done = new Promise<void>((resolve) => {
        closed = resolve
      })
      worker.postMessage({ close: true } satisfies ToReplica)
      await done
      worker.terminate()
      takeBack()
    },
  }
  for (const name of CALLS) Object.assign(handle, { [name]: (input: unknown) => call(name, input) })
  return ok(handle as unknown as Replica)
}
