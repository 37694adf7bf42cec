import { EVENTS, type EventName, type Events } from '../../shared/bridge.ts'

/** Who listens to main's events. A name that is not in the table is dropped: it is from a newer main. */
export interface Listeners {
  on<E extends EventName>(event: E, listener: (detail: Events[E]) => void): () => void
  emit(event: unknown, detail: unknown): void
}

export function makeListeners(): Listeners {
  const all = new Map<EventName, Set<(detail: never) => void>>(EVENTS.map((event) => [event, new Set()]))
  return {
    on(event, listener) {
      all.get(event)?.add(listener)
      return () => void all.get(event)?.delete(listener)
    },
    emit(event, detail) {
      for (const listener of [...(all.get(event as EventName) ?? [])]) listener(detail as never)
    },
  }
}
