import 'fake-indexeddb/auto'
import { lyingLeavesSuite } from './lying-leaves-suite.ts'

lyingLeavesSuite('fake-indexeddb')
