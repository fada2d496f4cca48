#!/usr/bin/env python3
"""Makes language.txt, how likely one simplified hanzi follows another, from the words of jieba, the phrases of
official.txt and the sentences of sentences.txt: `python3 make_language.py jieba/dict.txt > language.txt`. Standard
library only; the same bytes on every machine."""

import math
import os
import re
import sys
from collections import Counter

# A line is kept for characters that are at least this frequent (of all characters).
FLOOR = 1e-6
# Pairs that are kept.
PAIRS = 48000
# How often each phrase of official.txt is taken to be.
OFFICIAL = 2500
# What the sentences of sentences.txt count against the words, and how many further characters each one is taken to have
# been followed by something else.
WEIGHT, UNSEEN = 0.4, 6
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
    follows, before, openings = Counter(), Counter(), Counter()
    for line in open(os.path.join(os.path.dirname(official), "sentences.txt"), encoding="utf-8"):
        for clause in [] if line.startswith("#") else re.findall("[\u4e00-\u9fff]+", line):
            openings[clause[0]] += 1
            for pair in zip(clause, clause[1:]):
                follows[pair] += 1
                before[pair[0]] += 1
    total = sum(chars.values())
    kept = sorted(c for c in chars if chars[c] >= FLOOR * total)

    def across(a, b):
        return ends[a] / chars[a] * starts[b] / words

    def worth(pair):
        a, b = pair
        return inside[pair] * math.log2(1 + inside[pair] / chars[a] / max(across(a, b), 1e-9))

    pairs = sorted((p for p in inside if p[0] in set(kept) and p[1] in set(kept)), key=lambda p: (-worth(p), p))[:PAIRS]
    pairs = sorted(set(pairs) | {p for p in follows if p[0] in set(kept) and p[1] in set(kept)})

    def probability(a, b):
        seen = WEIGHT * follows[a, b] / (before[a] + UNSEEN)
        return (1 - WEIGHT) * inside[a, b] / chars[a] + seen if seen else inside[a, b] / chars[a]

    def opening(a):
        return (1 - WEIGHT / 2) * starts[a] / words + WEIGHT / 2 * openings[a] / sum(openings.values())

    followers = {}
    for a, b in pairs:
        followers.setdefault(a, {}).setdefault(level(probability(a, b)), []).append(b)
    print("# Made by make_language.py from the dictionary of jieba 0.42.1 (MIT, see README.md), official.txt and")
    print("# sentences.txt. Of each hanzi: how often it starts a word among all words, how often it ends a word among its uses,")
    print(f"# and what follows it; letters are levels of probability, a = 1, each next one {STEP} bits less.")
    for a in kept:
        out = a + chr(97 + level(max(opening(a), 1e-9))) + chr(97 + level(max(ends[a] / chars[a], 1e-9)))
        for step, seconds in sorted(followers.get(a, {}).items()):
            out += chr(97 + step) + "".join(sorted(seconds))
        print(out)


main()
