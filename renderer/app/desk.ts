import { createContext, useContext } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import type { Bridge, Person, Site } from '../../shared/bridge.ts'
import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import type { Replica, SyncStatus } from '../replica/api.ts'

/** What every page has once somebody has signed in. */
export interface Desk {
  readonly bridge: Bridge
  readonly site: Site
  readonly person: Person
  readonly replica: Replica
  signOut(): void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('no desk: nobody has signed in')
  return desk
}

export interface StatusView {
  readonly status: SyncStatus | null
  readonly failure: Failure | null
}

export const StatusContext = createContext<StatusView>({ status: null, failure: null })

export function useStatus(): StatusView {
  return useContext(StatusContext)
}

/** Null until the definitions have been read. */
export const ServicesContext = createContext<readonly ServiceDefinition[] | null>(null)

const NONE: readonly ServiceDefinition[] = []

/** The definitions that are on the ledger; empty until they are read. */
export function useServices(): readonly ServiceDefinition[] {
  return useContext(ServicesContext) ?? NONE
}

/** The name behind a member id, where this desktop knows it. */
export function usePersonName(): (id: string) => string {
  const { site } = useDesk()
  return (id) => site.people.find((one) => one.id === id)?.name ?? id
}
