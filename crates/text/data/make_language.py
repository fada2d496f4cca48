#!/usr/bin/env python3
"""Makes language.txt, how likely one simplified hanzi follows another, from the words of jieba
and the phrases of official.txt: `python3 make_language.py jieba/dict.txt > language.txt`. Standard library only; the same
bytes on every machine."""

import math
import os
import sys
from collections import Counter

# A line is kept for characters that are at least this frequent (of all characters).
FLOOR = 1e-6
# Pairs that are kept.
PAIRS = 48000
# How often each phrase of official.txt is taken to be.
OFFICIAL = 2500
# Levels a to z: two a bit, of the probability that stands for it.
STEP = 0.7


def level(probability):
    return max(0, min(25, round(-math.log2(probability) / STEP)))


def main():
    inside, starts, ends, chars, words = Counter(), Counter(), Counter(), Counter(), 0
    entries = [line.split(" ")[:2] for line in open(sys.argv[1], encoding="utf-8")]
    official = os.path.join(os.path.dirname(os.path.abspath(__file__)), "official.txt")
    for line in open(official, encoding="utf-8"):
        entries += [] if line.startswith("#") else [(phrase, OFFICIAL) for phrase in line.split()]
    for word, count in entries:
        count = int(count)
        if not all("\u4e00" <= c <= "\u9fff" for c in word):
            continue
        words += count
        starts[word[0]] += count
        ends[word[-1]] += count
        for c in word:
            chars[c] += count
        for pair in zip(word, word[1:]):
            inside[pair] += count
    total = sum(chars.values())
    kept = sorted(c for c in chars if chars[c] >= FLOOR * total)

    def across(a, b):
        return ends[a] / chars[a] * starts[b] / words

    def worth(pair):
        a, b = pair
        return inside[pair] * math.log2(1 + inside[pair] / chars[a] / max(across(a, b), 1e-9))

    pairs = sorted((p for p in inside if p[0] in set(kept) and p[1] in set(kept)), key=lambda p: (-worth(p), p))[:PAIRS]
    followers = {}
    for a, b in pairs:
        followers.setdefault(a, {}).setdefault(level(inside[a, b] / chars[a]), []).append(b)
    print("# Made by make_language.py from the dictionary of jieba 0.42.1 (MIT, see README.md) and official.txt. Of each hanzi:")
    print("# how often it starts a word among all words, how often it ends a word among its uses, and what follows it inside")
    print(f"# words; letters are levels of probability, a = 1, each next one {STEP} bits less.")
    for a in kept:
        out = a + chr(97 + level(max(starts[a] / words, 1e-9))) + chr(97 + level(max(ends[a] / chars[a], 1e-9)))
        for step, seconds in sorted(followers.get(a, {}).items()):
            out += chr(97 + step) + "".join(sorted(seconds))
        print(out)


main()
