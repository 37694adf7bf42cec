import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Person } from '../../shared/bridge.ts'
import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import { startImportWorker } from '../import/client.ts'
import { ImportDesk, type ImportState } from '../import/desk.ts'
import { importable } from '../replica/bulk/importable.ts'
import type { Desk } from './desk.ts'
import { civilDate } from './format.ts'
import { keep, kept } from './local.ts'
import { mayFile } from './may-file.ts'

export const ImportContext = createContext<ImportDesk | null>(null)

/** The import of a session; it is put away when the session ends. */
export function useNewImport({ replica, person }: Desk): ImportDesk {
  const [desk] = useState(
    () =>
      new ImportDesk({
        startWorker: startImportWorker,
        replica,
        office: person.office,
        today: () => civilDate(Date.now()),
        now: () => Date.now(),
        // What one person is in the middle of is not the next one's.
        kept: (name) => kept(`${person.id}/${name}`),
        keep: (name, value) => void keep(`${person.id}/${name}`, value),
      }),
  )
  useEffect(() => () => desk.clear(), [desk])
  return desk
}

export function useImport(): { readonly desk: ImportDesk; readonly state: ImportState } {
  const desk = useContext(ImportContext)
  if (desk === null) throw new Error('no import: nobody has signed in')
  return { desk, state: useSyncExternalStore(desk.subscribe, () => desk.state) }
}

/** The services that this person may take a register over with, the newest version of each. */
export function importServices(services: readonly ServiceDefinition[], person: Person): ServiceDefinition[] {
  const newest = new Map<string, ServiceDefinition>()
  for (const one of services)
    if (importable(one) && mayFile(one, person) && one.version > (newest.get(one.code)?.version ?? 0))
      newest.set(one.code, one)
  return [...newest.values()]
}
