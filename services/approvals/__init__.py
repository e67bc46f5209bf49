"""Approvals (审批): an order's review, its seats and votes, and what follows from them.

`facts` what is voted on; `seats` who may speak for a seat; `opening` a review begins; `voting` a vote and its effects;
`moving` passing on, asking more people, sending back, withdrawing; `delegating` one person in another's place.
"""
