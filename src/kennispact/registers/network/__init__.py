"""The network: who and what exists, who is a member, who holds which mandate, how many people live there."""
