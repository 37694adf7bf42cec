import 'fake-indexeddb/auto'
import { killedSuite } from './killed-suite.ts'

// Steps come in pairs, before and after a call: every third is of both kinds. `EVERY_STEP=1` takes them all.
killedSuite('fake-indexeddb', process.env['EVERY_STEP'] === '1' ? 1 : 3)
