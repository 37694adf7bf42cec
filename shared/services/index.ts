import grasslandStock from './grassland-stock.json' with { type: 'json' }
import grasslandTransfer from './grassland-transfer.json' with { type: 'json' }

/** The services that ship, as documents: whoever publishes one reads it like any other (`readDefinition`). */
export const SERVICES: readonly { readonly code: string; readonly version: number }[] = [
  grasslandStock,
  grasslandTransfer,
]
