import { proofsSuite } from './proofs-suite.ts'

proofsSuite('Chromium')
