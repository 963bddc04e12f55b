#!/usr/bin/env python3
"""Feeds make_frequencies with the background word lists and texts, and writes frequencies.tsv.

usage: make_frequencies.py BACKGROUND MAKER > frequencies.tsv
BACKGROUND is the folder with freq/, sentences/ and news.jsonl.zst; MAKER the built make_frequencies. Only figures go out."""
import collections, json, os, subprocess, sys

LISTS = [("uk", "uk"), ("ru", "ru"), ("bg", "bg"), ("mk", "mk"), ("hr", "sh"), ("pl", "pl"), ("cs", "cs"), ("sk", "sk"), ("sl", "sl"),
         ("en", "en"), ("sr", "sr-subtitles"), ("kk", "kk-subtitles"), ("bs", "bs-subtitles")]
SENTENCES = "kk ky tt ba tg mn be sr".split()  # languages whose word lists are missing or thin
# Languages that tell how frequent a meaning is. Of the others a thousand sentences are all there is, or their columns of the lexicon were
# not compared with frequent words yet: what one of their words happens to share a stem with would take a meaning's weight from all.
MEANINGS = "uk ru be bg mk sr hr bs en pl cs kk".split()

HEAD = """# Background frequencies: for each feature key the smallest inverse document frequency over the languages, in tenths of a nat.
# key: a tag (w folded prefix, s skeleton, = concept) and the key. Keys rarer than 8 nats are left out.
# Source: computed by make_frequencies from word frequencies of wordfreq 3 (data CC BY-SA 4.0) and FrequencyWords 2018
# (OpenSubtitles; CC BY-SA 4.0), FLORES-200 devtest (CC BY-SA 4.0), and document counts over SlavicNER, NEREL, factRuEval-2016,
# UD Belarusian-HSE and Russian news channels. Figures only. Licence of this table: CC BY-SA 4.0.
key\tidf
"""


def lines(path):
    return subprocess.run(["zstdcat", path], capture_output=True, check=True).stdout.decode().split("\n")


def what(lang):
    return "meanings" if lang in MEANINGS else "words"


def feed(background, out):
    for lang, name in LISTS:
        words = [line.split("\t") for line in lines(os.path.join(background, "freq", name + ".tsv.zst"))[1:] if line]
        p = [(10 ** (float(x) / 100), w) for w, x in words]
        total = sum(x for x, _ in p)
        out.write(f"\x01S list {lang} {what(lang)}\n")
        out.writelines(f"{x / total:.3e}\t{w}\n" for x, w in p)
        # The lists are in lower case; names and acronyms are looked up by their capitals, so they are counted once more as such.
        out.writelines(f"={x / total:.3e}\t{w.capitalize()}\n" for x, w in p)
        out.writelines(f"={x / total:.3e}\t{w.upper()}\n" for x, w in p if 2 <= len(w) <= 5 and x / total < 2e-4)
    news = collections.defaultdict(list)
    for line in lines(os.path.join(background, "news.jsonl.zst")):
        if line:
            article = json.loads(line)
            if len(article["text"]) >= 400:
                news[article["lang"]].append(" ".join(article["text"].split())[:100000])
    for lang, texts in sorted(news.items()):
        out.write(f"\x01S documents {lang} {what(lang)}\n")
        out.writelines(t + "\n" for t in texts)
    for lang in SENTENCES:
        out.write(f"\x01S sentences {lang} {what(lang)}\n")
        out.writelines(t + "\n" for t in lines(os.path.join(background, "sentences", lang + ".txt.zst")) if t)


def main():
    background, maker = sys.argv[1:]
    work = subprocess.Popen([maker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    import threading
    got = []
    reader = threading.Thread(target=lambda: got.extend(work.stdout))
    reader.start()
    feed(background, work.stdin)
    work.stdin.close()
    reader.join()
    if work.wait() != 0:
        sys.exit("make_frequencies failed")
    sys.stdout.write(HEAD + "".join(sorted(got)))


main()
