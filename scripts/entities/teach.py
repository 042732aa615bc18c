"""python3 teach.py MODEL TEXTS.jsonl OUTPUT.jsonl: names as a model of spaCy finds them, for training alone.

Each line is a text as it was, with `teacher`, a list of [start, end, label] in bytes. MODEL is a folder or the name of an
installed pipeline.
"""
import itertools
import json
import sys

import spacy


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["text"], row


def main(model, source, target):
    nlp = spacy.load(model, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    with open(target, "w", encoding="utf-8") as output:
        for doc, row in nlp.pipe(rows(source), as_tuples=True, batch_size=64):
            at = [0, *itertools.accumulate(len(char.encode()) for char in doc.text)]
            row["teacher"] = [[at[e.start_char], at[e.end_char], e.label_] for e in doc.ents]
            output.write(json.dumps(row, ensure_ascii=False) + "\n")


main(*sys.argv[1:])
