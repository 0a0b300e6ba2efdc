// What the fidelity page adds to the looks of an extract's reports.

export const fidelityStyle = `
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1rem; margin: 1rem 0;
  align-items: start; }
.plots figure { margin: 0; padding: .75rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
.plots figcaption b { overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.5rem 0 0; }
.source { fill: var(--soft); } .extract { fill: var(--mark); } svg .name { fill: var(--ink); }
.cell { fill: var(--mark); } .cell.below { fill: var(--warn); } .cell.far { fill: var(--bad); } .cell.weak { fill: var(--line); }
svg .in { fill: var(--page); font-weight: 600; }
.key { display: inline-block; width: .8em; height: .8em; border-radius: .15em; margin: 0 .35em 0 .9em; vertical-align: -.05em; }
.key:first-child { margin-left: 0; }
.key.source { background: var(--soft); } .key.extract { background: var(--mark); }
.key.below { background: var(--warn); } .key.far { background: var(--bad); } .key.weak { background: var(--line); }
.noise { stroke: var(--ink); stroke-width: 2; } .whisker { stroke: var(--ink); stroke-width: 1.5; }
details { margin: .35rem 0 0; font-size: .875rem; } summary { color: var(--soft); cursor: pointer; }
details table { font-size: .875rem; margin: .35rem 0 0; } details td:first-child { min-width: 0; }
.wide { overflow-x: auto; }
`;
