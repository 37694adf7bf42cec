import { CatchUp } from './catch-up.ts'
import { SearchBench } from './search.ts'
import { submitOnce } from './submit.ts'

/** What a bench calls from Node; every figure is taken in here, so that the way to the page is not in it. */
export interface PageBench {
  readonly submitOnce: typeof submitOnce
  readonly catchUp: CatchUp
  readonly search: SearchBench
}

declare global {
  interface Window {
    bench: PageBench
  }
}

window.bench = { submitOnce, catchUp: new CatchUp(), search: new SearchBench() }
