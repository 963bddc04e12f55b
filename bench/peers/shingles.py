"""What both peers need and leave to their user: reading, words, shingles, groups of what was found."""
import json
import re

WORD = re.compile(r"\w+")


def articles(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["id"], record["text"] or record["title"]


def shingles(text, n=3):
    words = WORD.findall(text.lower())
    if len(words) < n:
        return {" ".join(words)}
    return set(map(" ".join, zip(*(words[i:] for i in range(n)))))


class Groups:
    """Union-find over the numbers of articles."""

    def __init__(self):
        self.parent = []

    def add(self):
        self.parent.append(len(self.parent))

    def find(self, i):
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parent[max(a, b)] = min(a, b)

    def write(self, ids, path):
        with open(path, "w", encoding="utf-8") as out:
            for i, name in enumerate(ids):
                group = self.find(i)
                out.write('{"id":"%s","duplicate":%d,"event":%d}\n' % (name, group, group))
