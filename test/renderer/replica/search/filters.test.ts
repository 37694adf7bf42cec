import 'fake-indexeddb/auto'
import { filtersSuite } from './filters-suite.ts'

filtersSuite('fake-indexeddb')
