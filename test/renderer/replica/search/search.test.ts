import 'fake-indexeddb/auto'
import { searchSuite } from './search-suite.ts'

searchSuite('fake-indexeddb', [1, 2, 3], 3)
