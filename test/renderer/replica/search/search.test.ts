import 'fake-indexeddb/auto'
import { searchSuite } from './search-suite.ts'

searchSuite('fake-indexeddb')
