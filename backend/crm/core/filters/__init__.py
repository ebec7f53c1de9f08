"""The one filter language: what lists, saved views, bulk actions and later rooms ask for records by.

A room registers its fields in its module `filters.py`; `read_filter` checks a tree that anybody may have written,
`narrowed` and `matching` make SQL of it, `describe` words.
"""

from crm.core.filters.choices import Choice
from crm.core.filters.compiling import matching, narrowed, predicate_of
from crm.core.filters.days import Day
from crm.core.filters.fields import Asking, Field, Operator, Predicate, Takes, asking_of
from crm.core.filters.grammar import FILTER_MOST, Condition, Filter, Group, read_filter
from crm.core.filters.links import IdSet, Link, LinkSet
from crm.core.filters.moments import Moment
from crm.core.filters.numbers import Flag, Number
from crm.core.filters.registry import SUBJECTS, Subject, register_fields, register_subject, subject_of
from crm.core.filters.texts import LinkedText, Phone, Text
from crm.core.filters.words import ConditionWords, FilterWords, describe, words_of

__all__ = [
    "FILTER_MOST",
    "SUBJECTS",
    "Asking",
    "Choice",
    "Condition",
    "ConditionWords",
    "Day",
    "Field",
    "Filter",
    "FilterWords",
    "Flag",
    "Group",
    "IdSet",
    "Link",
    "LinkSet",
    "LinkedText",
    "Moment",
    "Number",
    "Operator",
    "Phone",
    "Predicate",
    "Subject",
    "Takes",
    "Text",
    "asking_of",
    "describe",
    "matching",
    "narrowed",
    "predicate_of",
    "read_filter",
    "register_fields",
    "register_subject",
    "subject_of",
    "words_of",
]
