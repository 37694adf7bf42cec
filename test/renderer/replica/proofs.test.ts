import 'fake-indexeddb/auto'
import { proofsSuite } from './proofs-suite.ts'

proofsSuite('fake-indexeddb')
