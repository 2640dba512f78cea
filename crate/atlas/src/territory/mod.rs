//! Communes, arrondissements, EPCI, départements, régions: codes old and new, places by name.
