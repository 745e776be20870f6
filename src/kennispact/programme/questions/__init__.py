"""Knowledge questions: asked, sharpened, decided upon, answered. Source: covenant 5, annex 1-5 and 1-6."""
