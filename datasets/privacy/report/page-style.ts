// How the privacy page looks: light or dark as its reader prefers, readable from a telephone to paper.

export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c2128; --soft: #57606a; --line: #d0d7de; --page: #fff; --panel: #f6f8fa;
  --good: #1a7f37; --bad: #b42318; --warn: #9a6700; --mark: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9ea7b3; --line: #343b44; --page: #0f1318; --panel: #171c22;
    --good: #4ac26b; --bad: #ff7b72; --warn: #d9a521; --mark: #6cb0f5; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
p { margin: .5rem 0; max-width: 46rem; }
.soft, small { color: var(--soft); }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem .9rem; }
.tile b { display: block; font-size: 1.45rem; line-height: 1.3; }
.tile span { color: var(--soft); font-size: .875rem; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .925rem; }
td:first-child { min-width: 13rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.status { font-weight: 600; white-space: nowrap; }
.passed { color: var(--good); } .failed, .not-computed { color: var(--bad); } .waived { color: var(--warn); }
.not-applicable { color: var(--soft); }
figure { margin: .75rem 0 1.25rem; } figcaption { font-size: .925rem; }
svg { display: block; width: 100%; height: auto; max-width: 46rem; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.axis { stroke: var(--line); } .interval { stroke: var(--mark); stroke-width: 4; stroke-linecap: round; opacity: .45; }
.point { fill: var(--mark); } .bound { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 3; }
.bar { fill: var(--mark); } .bar.small { fill: var(--bad); }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td, td:first-child { display: block; min-width: 0; border: 0; padding: .1rem 0; }
  td:empty { display: none; }
  td::before { content: attr(data-column) ": "; color: var(--soft); }
}
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
`;
