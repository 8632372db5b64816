export const qrPng=()=>{};export const qrSvg=()=>{};
