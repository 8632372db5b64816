export const setSessionCookie=()=>{};export const clearSessionCookie=()=>{};
