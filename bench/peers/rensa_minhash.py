"""rensa with its full signature: RMinHash of 128 permutations in batches, RMinHashLSH, found pairs verified by their estimate.

usage: rensa_minhash.py FEED OUTPUT THRESHOLD
"""
import sys

from rensa import RMinHash, RMinHashLSH
from shingles import Groups, articles, shingles

BATCH = 1000
BANDS = 64


def take(batch, index, threshold, signatures, groups):
    for signature in RMinHash.from_token_sets(batch, 128, 42):
        i = len(signatures)
        groups.add()
        for found in index.query(signature):
            if signature.jaccard(signatures[found]) >= threshold:
                groups.join(i, found)
        index.insert(i, signature)
        signatures.append(signature)


def main(feed, output, threshold):
    index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=BANDS)
    ids, signatures, groups, batch = [], [], Groups(), []
    for name, text in articles(feed):
        ids.append(name)
        batch.append(list(shingles(text)))
        if len(batch) == BATCH:
            take(batch, index, threshold, signatures, groups)
            batch = []
    take(batch, index, threshold, signatures, groups)
    groups.write(ids, output)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
