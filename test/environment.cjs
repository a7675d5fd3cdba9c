// The jest environment of all tests: jest's own, with a plain global object. Jest's is a proxy behind interceptors, which
// makes each use of `Map` or `JSON` a function call of its own, and a simulation three times as slow. No test code here.
const {createContext, constants} = require('node:vm');
const {TestEnvironment} = require('jest-environment-node');

/** What Node hands out is made of these. */
const outside = new Set(['Buffer', 'ArrayBuffer', 'Uint8Array']);

module.exports = class PlainGlobalEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    // Before Node 20.18 there is no such thing; tests are slower there, and pass.
    if (constants?.DONT_CONTEXTIFY === undefined) return;
    const plain = createContext(constants.DONT_CONTEXTIFY);
    const given = Object.getOwnPropertyDescriptors(this.global);
    // The language's own come with the new object; those that jest takes from outside go over with Node's.
    for (const [name, descriptor] of Object.entries(given))
      if (!Object.hasOwn(plain, name) || outside.has(name)) Object.defineProperty(plain, name, descriptor);
    plain.global = plain;
    plain.Error.stackTraceLimit = 100;
    this.context = plain;
    this.global = plain;
  }
};
