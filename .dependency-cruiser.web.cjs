// What the browser loads: imports of types are left out here, since nothing of them is built. Who may import whom is in .dependency-cruiser.cjs.
const { options } = require('./.dependency-cruiser.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'guest-page-knows-no-schema',
      comment: 'One schema brings the whole of zod: more than the first page of guests weighs.',
      severity: 'error',
      from: { path: '^apps/web/src/guest/guest[.]main[.]tsx$' },
      to: { path: '(^|/)node_modules/zod/', reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
