import 'fake-indexeddb/auto'
import { longLieSuite } from './long-lie-suite.ts'

longLieSuite('fake-indexeddb')
