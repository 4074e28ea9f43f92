"""Coaches beside their teams: who is whose coach and since when, the coaching log, the next talk, calls for help, the coaching plan.

An **assignment** is a dated interval, and a **cover** stands in for whoever is away; both become grants with the same stroke. A
**contact** is one logged talk: its minutes count once, its words are the team's too unless they are marked for coaches only, and a
coordinator sees when and how long, never what was said. Invariants CO1 to CO6 of the domain's chapter 2.6 hold here.
"""
