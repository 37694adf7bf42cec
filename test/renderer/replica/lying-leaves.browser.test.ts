import { lyingLeavesSuite } from './lying-leaves-suite.ts'

lyingLeavesSuite('Chromium')
