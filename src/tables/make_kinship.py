#!/usr/bin/env python3
"""Feeds make_kinship with blocks of parallel sentences and writes kinship.tsv. Only figures go out.

usage: make_kinship.py BACKGROUND MAKER > kinship.tsv
BACKGROUND is the folder with sentences/; MAKER the built make_kinship."""
import os, subprocess, sys

BLOCK = 8  # sentences: about the length of a news item
HEAD = """# Kinship: the median similarity of an article and its translation, for each pair of languages.
# Source: computed by make_kinship over blocks of 8 sentences of FLORES-200 devtest (CC BY-SA 4.0). Figures only. Licence of this table: CC BY-SA 4.0.
a\tb\tsimilarity
"""


def main():
    background, maker = sys.argv[1:]
    folder, lines = os.path.join(background, "sentences"), []
    for name in sorted(os.listdir(folder)):
        text = subprocess.run(["zstdcat", os.path.join(folder, name)], capture_output=True, check=True).stdout.decode().strip("\n").split("\n")
        for b in range(len(text) // BLOCK):
            lines.append(f"{name.split('.')[0]}\t{b}\t{' '.join(text[b * BLOCK:(b + 1) * BLOCK])}\n")
    rows = subprocess.run([maker], input="".join(lines), capture_output=True, check=True, text=True).stdout
    sys.stdout.write(HEAD + rows)


main()
