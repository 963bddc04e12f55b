"""datasketch as its documentation has it: MinHash of 128 permutations, MinHashLSH, found pairs verified by their estimate.

usage: datasketch_minhash.py FEED OUTPUT sha1|xxh3 THRESHOLD
"""
import sys

import datasketch
import xxhash
from shingles import Groups, articles, shingles


def main(feed, output, hash_name, threshold):
    options = {"num_perm": 128}
    if hash_name == "xxh3":
        options["hashfunc"] = lambda data: xxhash.xxh3_64_intdigest(data) & 0xFFFFFFFF
    index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
    ids, signatures, groups = [], [], Groups()
    for i, (name, text) in enumerate(articles(feed)):
        signature = datasketch.MinHash(**options)
        signature.update_batch([s.encode() for s in shingles(text)])
        groups.add()
        for found in index.query(signature):
            if signature.jaccard(signatures[found]) >= threshold:
                groups.join(i, found)
        index.insert(i, signature, check_duplication=False)
        ids.append(name)
        signatures.append(signature)
    groups.write(ids, output)


main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
