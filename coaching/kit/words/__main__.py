"""python -m coaching.kit.words missing | stale: what has no translation yet, ready to be pasted into a .po file."""

from __future__ import annotations

import itertools

import click

from coaching.kit.words.catalogs import LOCALE, read_catalog
from coaching.kit.words.gathering import gather, stale, unlike, untranslated


@click.command()
@click.argument('what', type=click.Choice(['missing', 'stale', 'unlike']))
@click.argument('part', default='')
def main(what: str, part: str) -> None:
    """Print what is missing, stale or unlike in each language; PART is a piece of the path of the files that say it."""
    sentences = gather()
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        catalog = read_catalog(folder)
        if what == 'missing':
            lacking = [sentence for sentence in untranslated(sentences, catalog) if any(part in place for place in sentence.places)]
            for place, group in itertools.groupby(sorted(lacking, key=lambda one: one.places), key=lambda one: one.places[0]):
                click.echo(f'# {folder.name} · {place}\n')
                for sentence in group:
                    click.echo(sentence.entry(catalog.num_plurals))
        else:
            for line in (stale if what == 'stale' else unlike)(sentences, catalog):
                click.echo(f'{folder.name} · {line}')


if __name__ == '__main__':
    main()
