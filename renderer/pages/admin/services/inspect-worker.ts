import { type Inspection, inspect } from './inspect.ts'

/** Beside the page: a definition takes a moment to check, and nobody should feel it in their typing. */
export interface Ask {
  readonly turn: number
  readonly text: string
}

export interface Found {
  readonly turn: number
  readonly inspection: Inspection
}

self.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  self.postMessage({ turn: data.turn, inspection: inspect(data.text) } satisfies Found)
})
