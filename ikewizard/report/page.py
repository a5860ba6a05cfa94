"""A document as one page of HTML that stands alone: no script, and nothing from anywhere else."""

from __future__ import annotations

from html import escape

from ikewizard.logs.decode import clean
from ikewizard.report.document import Document, Heading
from ikewizard.report.html import render_html

_STYLE = """
:root { color-scheme: light dark; --rule: #8884; --quote: #8881; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; }
h2 { border-bottom: 1px solid var(--rule); margin-top: 2rem; padding-bottom: .2rem; }
figure { margin: 1rem 0; }
pre { background: var(--quote); margin: .2rem 0; overflow-x: auto; padding: .5rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--rule); overflow-wrap: anywhere; padding: .3rem .5rem; text-align: left;
  vertical-align: top; }
th { max-width: 16rem; min-width: 2rem; overflow-wrap: break-word; }
main { overflow-x: auto; }
@media print {
  body { font-size: 10pt; max-width: none; padding: 0; }
  h2, h3, figcaption { break-after: avoid; }
  pre, tr { break-inside: avoid; }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render_page(document: Document) -> str:
    """Return ``document`` as a whole page, for light and dark screens and for paper."""
    title = next((block.text for block in document.blocks if isinstance(block, Heading)), "")
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(' '.join(clean(title).split()))}</title>\n"
        f"<style>{_STYLE}</style>\n"
        "</head>\n"
        "<body>\n"
        f"<main>\n{render_html(document)}</main>\n"
        "</body>\n"
        "</html>\n"
    )
