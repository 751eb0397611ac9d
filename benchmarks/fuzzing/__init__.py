"""Random questions with known answers: trees, rewritings that keep the meaning, mutations that change it."""
